/**
 * Random programs run on our EVM and on Besu's, a second implementation that shares no code with ours; all that
 * both show must be the same.
 */
package io.quorate.evm.differential;
