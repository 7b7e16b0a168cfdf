"use strict";
const bridge = document.getElementById("bridge");
const note = document.getElementById("bridge-note");
const call = Object.fromEntries(new FormData(bridge));
const say = (word) => { note.textContent = word ? bridge.dataset[word] : ""; };
const pay = () => {
  say("");
  try {
    window.WeixinJSBridge.invoke("getBrandWCPayRequest", call, (answer) => {
      const word = String(answer && answer.err_msg).split(":").pop();
      if (word === "ok") location.assign(bridge.action);
      else say(word === "cancel" ? "cancelled" : "failed");
    });
  } catch {
    say("failed");
  }
};
let waits = 0;
const whenReady = () => {
  if (window.WeixinJSBridge) pay();
  else if (!waits) waits = setTimeout(() => { waits = 0; say("failed"); }, 5000);
};
document.addEventListener("WeixinJSBridgeReady", () => {
  if (!waits) return;
  clearTimeout(waits);
  pay();
}, { once: true });
bridge.addEventListener("submit", (event) => {
  event.preventDefault();
  whenReady();
});
bridge.querySelector("button").hidden = false;
if (new URLSearchParams(location.search).get("go") === "1") {
  history.replaceState(null, "", location.pathname);
  whenReady();
}
