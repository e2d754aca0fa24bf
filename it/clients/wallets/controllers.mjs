// MetaMask's own controllers, wired as its extension wires them, without its windows.
import { AccountsController } from '@metamask/accounts-controller';
import { ApprovalController } from '@metamask/approval-controller';
import { GasFeeController } from '@metamask/gas-fee-controller';
import { KeyringController } from '@metamask/keyring-controller';
import { Messenger } from '@metamask/messenger';
import { NetworkController } from '@metamask/network-controller';
import { TransactionController } from '@metamask/transaction-controller';

/** A wallet that holds the account of `privateKey` and knows public networks alone. */
export async function openWallet(privateKey) {
  const root = new Messenger({ namespace: 'Root' });
  const child = (namespace, actions = [], events = []) => {
    const messenger = new Messenger({ namespace, parent: root });
    root.delegate({ messenger, actions, events });
    return messenger;
  };
  const stub = (namespace, action, handler) => child(namespace)
    .registerActionHandler(`${namespace}:${action}`, handler);
  stub('ErrorReportingService', 'captureException', (error) => { throw error; });
  // What its company's server would say; here to look for receipts more often than every three seconds.
  const acceleratedPolling = { defaultIntervalMs: 200, defaultCountMax: 150 };
  stub('RemoteFeatureFlagController', 'getState', () => ({
    remoteFeatureFlags: { confirmations_transactions: { acceleratedPolling } }, cacheTimestamp: 0 }));

  const networks = new NetworkController({
    messenger: child('NetworkController', ['ErrorReportingService:captureException']),
    infuraProjectId: '0'.repeat(32),
    // Not to wait 20 s, as a wallet in a browser may, before it looks for a new block.
    getBlockTrackerOptions: () => ({ pollingInterval: 250, keepEventLoopActive: true }),
    getRpcServiceOptions: () => ({ fetch: globalThis.fetch, btoa: globalThis.btoa }),
  });
  const keyrings = new KeyringController({ messenger: child('KeyringController') });
  const accounts = new AccountsController({
    messenger: child('AccountsController',
      ['KeyringController:getState', 'KeyringController:getKeyringsByType'],
      ['KeyringController:stateChange']),
    state: { internalAccounts: { accounts: {}, selectedAccount: '' } },
  });
  await keyrings.createNewVaultAndKeychain('a password');
  const account = await keyrings.importAccountWithStrategy('privateKey', [privateKey]);
  await accounts.updateAccounts();
  accounts.setSelectedAccount(accounts.getAccountByAddress(account).id);

  const approvals = new ApprovalController({
    messenger: child('ApprovalController'), showApprovalRequest: () => {},
  });
  const fees = new GasFeeController({
    messenger: child('GasFeeController',
      ['NetworkController:getState', 'NetworkController:getNetworkClientById', 'NetworkController:getEIP1559Compatibility'],
      ['NetworkController:networkDidChange']),
    getProvider: () => networks.getProviderAndBlockTracker().provider,
    getCurrentNetworkEIP1559Compatibility: () => networks.getEIP1559Compatibility(),
    getCurrentAccountEIP1559Compatibility: () => true,
    getCurrentNetworkLegacyGasAPICompatibility: () => false,
    // Its own service of fee estimates knows public chains alone; nobody listens here, as for any other chain.
    EIP1559APIEndpoint: 'http://127.0.0.1:1/<chain_id>',
    legacyAPIEndpoint: 'http://127.0.0.1:1/<chain_id>',
    clientId: 'test',
  });
  let networkIsEip1559 = () => networks.getEIP1559Compatibility();
  const transactions = new TransactionController({
    messenger: child('TransactionController',
      ['AccountsController:getSelectedAccount', 'AccountsController:getState', 'ApprovalController:addRequest',
        'KeyringController:signEip7702Authorization', 'NetworkController:findNetworkClientIdByChainId',
        'NetworkController:getNetworkClientById', 'RemoteFeatureFlagController:getState'],
      ['NetworkController:stateChange']),
    disableHistory: true,
    disableSendFlowHistory: true,
    disableSwaps: true,
    getCurrentNetworkEIP1559Compatibility: () => networkIsEip1559(),
    getCurrentAccountEIP1559Compatibility: async () => true,
    getGasFeeEstimates: (options) => fees.fetchGasFeeEstimates(options),
    getNetworkClientRegistry: () => networks.getNetworkClientRegistry(),
    getNetworkState: () => networks.state,
    getPermittedAccounts: async () => [account],
    incomingTransactions: { isEnabled: () => false },
    isFirstTimeInteractionEnabled: () => false,
    isSimulationEnabled: () => false,
    isAutomaticGasFeeUpdateEnabled: () => false,
    pendingTransactions: { isResubmitEnabled: () => true },
    sign: (transaction, from) => keyrings.signTransaction(transaction, from),
    transactionHistoryLimit: 40,
    hooks: {},
  });

  /** Shows a transaction to the user, who may type other fees, confirms it, and gives the hash. */
  const send = async (transaction, { networkClientId, typed, type }) => {
    const { result, transactionMeta } = await transactions.addTransaction({ from: account, ...transaction },
      { networkClientId, origin: 'metamask', type });
    const { id } = transactionMeta;
    if (typed) transactions.updateTransactionGasFees(id, { ...typed, userFeeLevel: 'custom' });
    approvals.accept(id);
    return { id, shown: transactionMeta, hash: await result };
  };
  /** What the wallet holds of a transaction once it took it for confirmed or failed. */
  const settled = (id) => new Promise((resolve) => {
    const look = () => {
      const meta = transactions.state.transactions.find((one) => one.id === id);
      if (!['confirmed', 'failed', 'dropped'].includes(meta?.status)) return;
      resolve(meta);
    };
    root.subscribe('TransactionController:stateChange', look);
    look();
  });
  return { account, fees, keyrings, networks, send, settled, transactions,
    treatAsLegacy: () => { networkIsEip1559 = async () => false; } };
}
