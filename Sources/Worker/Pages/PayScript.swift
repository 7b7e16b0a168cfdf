/// Sends the buyer on to the provider's page, once: going back or reloading does not do it again.
///
/// Without it the form's button does the same.
enum PayScript {
  static let text = """
    "use strict";
    const form = document.getElementById("pay");
    if (form && new URLSearchParams(location.search).get("go") === "1") {
      history.replaceState(null, "", location.pathname);
      HTMLFormElement.prototype.submit.call(form);
    }

    """
}
