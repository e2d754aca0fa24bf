/** Keys of accounts, validators and TLS: in files, encrypted or not, in a device, or behind a signing service. */
package io.quorate.genesis.keys;
