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
