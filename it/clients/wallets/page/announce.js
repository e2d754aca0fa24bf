// EIP-6963: tells every page that asks that there is a wallet, whatever other wallets there are.
export function announce(name, rdns, request, events) {
  const provider = Object.freeze({
    request: async ({ method, params }) => request(method, params),
    on: (event, listener) => events.addEventListener(event, ({ detail }) => listener(detail)),
    removeListener: () => {},
  });
  const detail = Object.freeze({
    info: Object.freeze({ uuid: crypto.randomUUID(), name, rdns, icon: 'data:image/svg+xml,<svg/>' }),
    provider,
  });
  const tell = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  window.addEventListener('eip6963:requestProvider', tell);
  tell();
}
