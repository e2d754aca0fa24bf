import { createRequire } from 'node:module';
import { configVariable, defineConfig } from 'hardhat/config';
import ethers from '@nomicfoundation/hardhat-ethers';
import ignition from '@nomicfoundation/hardhat-ignition-ethers';
import networkHelpers from '@nomicfoundation/hardhat-network-helpers';

// The compiler is npm's: there is nothing to download.
const path = createRequire(import.meta.url).resolve('solc/soljson.js');

export default defineConfig({
  plugins: [ethers, ignition, networkHelpers],
  solidity: { version: '0.8.37', path },
  networks: {
    quorate: { type: 'http', chainType: 'l1', url: configVariable('QUORATE_URL'), accounts: [configVariable('QUORATE_KEY')] },
    development: { type: 'http', chainType: 'l1', url: configVariable('QUORATE_URL'), accounts: 'remote' },
  },
});
