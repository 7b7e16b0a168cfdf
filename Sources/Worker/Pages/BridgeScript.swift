/// Has WeChat take the money: calls the bridge of its own browser with what the form holds.
///
/// What the bridge answers proves nothing: after `ok` the page asks the provider.
///
/// Without the bridge the form's button does just that.
enum BridgeScript {
  static let text = """
    "use strict";
    const bridge = document.getElementById("bridge");
    const note = document.getElementById("bridge-note");
    const call = Object.fromEntries(new FormData(bridge));
    const pay = () => {
      note.textContent = "";
      window.WeixinJSBridge.invoke("getBrandWCPayRequest", call, (answer) => {
        const word = String(answer && answer.err_msg).split(":").pop();
        if (word === "ok") location.assign(bridge.action);
        else note.textContent = bridge.dataset[word === "cancel" ? "cancelled" : "failed"];
      });
    };
    const whenReady = (work) => {
      if (window.WeixinJSBridge) work();
      else document.addEventListener("WeixinJSBridgeReady", work, { once: true });
    };
    bridge.addEventListener("submit", (event) => {
      event.preventDefault();
      whenReady(pay);
    });
    if (new URLSearchParams(location.search).get("go") === "1") {
      history.replaceState(null, "", location.pathname);
      whenReady(pay);
    }

    """
}
