// The page: finds the wallet, lets it add the chain, sends through it, and watches what comes of it.
import { createPublicClient, createWalletClient, custom, defineChain, encodeFunctionData, verifyTypedData } from 'viem';

const recipient = '0x00000000000000000000000000000000000000e2';

/** The wallet of this name, of those that answer. */
const find = (rdns) => new Promise((resolve) => {
  window.addEventListener('eip6963:announceProvider', ({ detail: { info, provider } }) => {
    if (info.rdns === rdns) resolve(provider);
  });
  window.dispatchEvent(new Event('eip6963:requestProvider'));
});
const codeOf = async (promise) => {
  try {
    await promise;
    return 'none';
  } catch ({ code }) {
    return code;
  }
};

window.story = async ({ rdns, rpcUrl, chainId, abi, bytecode }) => {
  const told = {};
  const provider = await find(rdns);
  const ask = (method, ...params) => provider.request({ method, params });
  let changedTo;
  const heads = [];
  const logs = [];
  const subscriptions = {};
  provider.on('chainChanged', (id) => { changedTo = id; });
  provider.on('message', ({ data: { subscription, result } }) => {
    (subscription === subscriptions.logs ? logs : heads).push(result);
  });

  const [account] = await ask('eth_requestAccounts');
  told.switchToUnknown = await codeOf(ask('wallet_switchEthereumChain', { chainId }));
  const parameters = { chainName: 'Quorate', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: [rpcUrl] };
  told.addUnderWrongId = await codeOf(ask('wallet_addEthereumChain', { ...parameters, chainId: '0x1' }));
  await ask('wallet_addEthereumChain', { ...parameters, chainId });
  told.changedTo = changedTo;

  // What a wallet shows before the user confirms, of an account that owns nothing.
  told.balance = await ask('eth_getBalance', account, 'latest');
  told.estimate = await ask('eth_estimateGas', { from: account, to: recipient });
  const { baseFeePerGas, reward } = await ask('eth_feeHistory', '0x5', 'latest', [10, 50]);
  told.fees = { baseFeePerGas: baseFeePerGas.at(-1), reward: reward.at(-1) };
  told.prices = [await ask('eth_gasPrice'), await ask('eth_maxPriorityFeePerGas')];

  const chain = defineChain({ id: Number(chainId), name: 'Quorate', nativeCurrency: parameters.nativeCurrency,
    rpcUrls: { default: { http: [rpcUrl] } } });
  const writer = createWalletClient({ account, chain, transport: custom(provider) });
  const reader = createPublicClient({ chain, transport: custom(provider), pollingInterval: 100 });
  subscriptions.heads = await ask('eth_subscribe', 'newHeads');
  const { contractAddress: token } = await reader.waitForTransactionReceipt({
    hash: await writer.deployContract({ abi, bytecode, args: ['Example', 'EXM', 1000n] }),
  });
  subscriptions.logs = await ask('eth_subscribe', 'logs', { address: token });
  const hash = await writer.writeContract({ address: token, abi, functionName: 'transfer', args: [recipient, 7n] });
  const receipt = await reader.waitForTransactionReceipt({ hash });
  told.status = receipt.status;
  told.price = receipt.effectiveGasPrice.toString();
  told.balanceAfter = (await reader.readContract({ address: token, abi, functionName: 'balanceOf', args: [recipient] })).toString();
  const limit = Date.now() + 90_000;
  while (logs.length === 0 || !heads.some((head) => head.hash === receipt.blockHash)) {
    if (Date.now() > limit) throw new Error(`of block ${receipt.blockHash} came heads ${heads.map((head) => head.hash)}, logs ${logs}`);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  told.event = logs.map(({ transactionHash }) => transactionHash === hash);
  told.head = heads.every(({ parentHash }, at) => at === 0 || parentHash === heads[at - 1].hash);
  told.unsubscribed = await ask('eth_unsubscribe', subscriptions.logs);

  told.overdraft = await codeOf(ask('eth_estimateGas', { from: account, to: token,
    data: encodeFunctionData({ abi, functionName: 'transfer', args: [recipient, 10_000n] }) }));
  const typed = { domain: { name: 'Example', chainId: Number(chainId), verifyingContract: token },
    types: { Note: [{ name: 'text', type: 'string' }] }, primaryType: 'Note', message: { text: 'agreed' } };
  told.signed = await verifyTypedData({ ...typed, address: account, signature: await writer.signTypedData(typed) });
  return told;
};

/** What a page sees that may not ask by itself: neither an answer nor why. Its user's wallet may. */
window.intrude = async ({ rpcUrl, chainId, rdns }) => {
  const viaHttp = await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' },
    body: '{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}' }).then(({ status }) => `HTTP ${status}`, ({ name }) => name);
  // A request so simple that the browser sends it without asking first.
  const simple = await fetch(rpcUrl, { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}' })
    .then(({ status }) => `HTTP ${status}`, ({ name }) => name);
  const viaSocket = await new Promise((resolve) => {
    const socket = new WebSocket(rpcUrl.replace(/^http/, 'ws'));
    socket.onopen = () => resolve('opened');
    socket.onerror = () => resolve('refused');
  });
  const wallet = await find(rdns);
  await wallet.request({ method: 'wallet_addEthereumChain', params: [{ chainId, rpcUrls: [rpcUrl] }] });
  return { viaHttp, simple, viaSocket, viaWallet: await wallet.request({ method: 'net_version' }) };
};
window.ready = true;
