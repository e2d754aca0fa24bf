/** Accounts and storage: what the EVM reads and changes, and the roots over it. */
package io.quorate.state;
