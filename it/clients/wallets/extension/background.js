// The extension's worker: holds the key and alone talks to the node, in the extension's own name.
import { createWallet } from '../page/wallet.js';

chrome.runtime.onConnect.addListener((port) => {
  const request = createWallet(WALLET_KEY, (event, detail) => port.postMessage({ event, detail }));
  port.onMessage.addListener(async ({ id, method, params }) => {
    try {
      port.postMessage({ id, result: await request(method, params) });
    } catch ({ code = -32603, message, data }) {
      port.postMessage({ id, error: { code, message, data } });
    }
  });
});
