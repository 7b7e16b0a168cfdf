/// The one script of the worker's pages: it makes the copy buttons work, and shows them.
///
/// Without it the buttons stay hidden and a code is selected with one tap (`user-select: all`).
enum CopyScript {
  static let text = """
    "use strict";
    for (const button of document.querySelectorAll("button[data-copy]")) {
      const source = document.getElementById(button.dataset.copy);
      const status = document.getElementById("copy-status");
      const label = button.textContent;
      let timer = 0;
      const say = (text) => {
        button.textContent = text;
        status.textContent = text;
        clearTimeout(timer);
        timer = setTimeout(() => { button.textContent = label; status.textContent = ""; }, 2500);
      };
      const select = () => {
        const range = document.createRange();
        range.selectNodeContents(source);
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
      };
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(source.textContent);
          say(button.dataset.done);
        } catch {
          select();
          say(button.dataset.manual);
        }
      });
      button.hidden = false;
    }

    """
}

/// Sends the buyer on to the provider's page, once: going back or reloading does not do it again.
///
/// Without it the button does the same.
enum PayScript {
  static let text = """
    "use strict";
    const way = document.getElementById("pay");
    if (way && new URLSearchParams(location.search).get("go") === "1") {
      history.replaceState(null, "", location.pathname);
      if (way instanceof HTMLFormElement) HTMLFormElement.prototype.submit.call(way);
      else way.click();
    }

    """
}

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
