// A browser wallet's core: holds one key, signs what it is asked to, and passes everything else on to the chain's node.
import { hexToBigInt } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

const failure = (code, message, data) => Object.assign(new Error(message), { code, data });
const larger = (one, other) => (hexToBigInt(one) > hexToBigInt(other) ? one : other);

/** `emit` gets the events of EIP-1193. Fails at once with the node's own code and data, as EIP-1474 has them. */
export function createWallet(privateKey, emit) {
  const account = privateKeyToAccount(privateKey);
  const chains = new Map();
  let current;
  let socket;
  let lastId = 0;

  const post = async (url, method, params = []) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: (lastId += 1), method, params }),
    });
    const { result, error } = await response.json();
    if (error) throw failure(error.code, error.message, error.data);
    return result;
  };
  const node = (method, ...params) => {
    if (!current) throw failure(4901, 'no chain is chosen');
    return post(chains.get(current), method, params);
  };

  /** Subscriptions need the chain's WebSocket, which stays open. */
  const openSocket = () => {
    const waiting = new Map();
    const opened = new Promise((resolve, reject) => {
      const connection = new WebSocket(chains.get(current).replace(/^http/, 'ws'));
      connection.onopen = () => resolve(connection);
      connection.onerror = () => reject(failure(4900, 'no WebSocket'));
      connection.onmessage = ({ data }) => {
        const { id, result, error, method, params } = JSON.parse(data);
        if (method === 'eth_subscription') {
          emit('message', { type: 'eth_subscription', data: params });
        } else if (error) {
          waiting.get(id).reject(failure(error.code, error.message, error.data));
        } else {
          waiting.get(id).resolve(result);
        }
      };
    });
    return async (method, params) => {
      const connection = await opened;
      const id = (lastId += 1);
      const answer = new Promise((resolve, reject) => { waiting.set(id, { resolve, reject }); });
      connection.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      return answer;
    };
  };

  const send = async ({ from, to, value = '0x0', data, gas }) => {
    if (from.toLowerCase() !== account.address.toLowerCase()) throw failure(4100, `not my account: ${from}`);
    const { baseFeePerGas } = await node('eth_getBlockByNumber', 'latest', false);
    const { reward } = await node('eth_feeHistory', '0x5', 'latest', [50]);
    const tip = reward.map(([median]) => median).reduce(larger, '0x0');
    const raw = await account.signTransaction({
      type: 'eip1559',
      chainId: Number(current),
      nonce: Number(await node('eth_getTransactionCount', account.address, 'pending')),
      to: to ?? null,
      value: hexToBigInt(value),
      data,
      gas: hexToBigInt(gas ?? await node('eth_estimateGas', { from, to, value, data })),
      maxPriorityFeePerGas: hexToBigInt(tip),
      maxFeePerGas: 2n * hexToBigInt(baseFeePerGas) + hexToBigInt(tip),
    });
    return node('eth_sendRawTransaction', raw);
  };

  const choose = (chainId) => {
    if (!chains.has(chainId)) throw failure(4902, `unknown chain ${chainId}`);
    if (current !== chainId) {
      current = chainId;
      socket = undefined;
      emit('chainChanged', chainId);
    }
    return null;
  };
  const add = async ({ chainId, rpcUrls: [url] }) => {
    const told = await post(url, 'eth_chainId');
    if (told !== chainId) throw failure(-32602, `${url} has chain ${told}, not ${chainId}`);
    chains.set(chainId, url);
    return choose(chainId);
  };

  return (method, params = []) => {
    switch (method) {
      case 'eth_accounts':
      case 'eth_requestAccounts': return [account.address];
      case 'eth_chainId': return current ?? '0x1';
      case 'wallet_addEthereumChain': return add(params[0]);
      case 'wallet_switchEthereumChain': return choose(params[0].chainId);
      case 'eth_sendTransaction': return send(params[0]);
      case 'personal_sign': return account.signMessage({ message: { raw: params[0] } });
      case 'eth_signTypedData_v4': return account.signTypedData(JSON.parse(params[1]));
      case 'eth_subscribe':
      case 'eth_unsubscribe':
        socket ??= openSocket();
        return socket(method, params);
      default: return node(method, ...params);
    }
  };
}

