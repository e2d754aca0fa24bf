// Between the page, which it can post to, and the extension's worker, which the page cannot reach.
const port = chrome.runtime.connect();
port.onMessage.addListener((answer) => window.postMessage({ toPage: answer }, location.origin));
window.addEventListener('message', ({ source, data: { toWallet } }) => {
  if (source === window && toWallet) port.postMessage(toWallet);
});
