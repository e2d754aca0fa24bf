// Runs in the page's world: announces a provider that hands everything to the extension.
import { announce } from '../page/announce.js';

const events = new EventTarget();
const waiting = new Map();
let lastId = 0;
window.addEventListener('message', ({ source, data: { toPage } }) => {
  if (source !== window || !toPage) return;
  const { id, result, error, event, detail } = toPage;
  if (event) {
    events.dispatchEvent(new CustomEvent(event, { detail }));
  } else if (error) {
    waiting.get(id).reject(Object.assign(new Error(error.message), error));
  } else {
    waiting.get(id).resolve(result);
  }
});
const request = (method, params) => new Promise((resolve, reject) => {
  waiting.set((lastId += 1), { resolve, reject });
  window.postMessage({ toWallet: { id: lastId, method, params } }, location.origin);
});
announce('An extension', 'test.wallet.extension', request, events);
