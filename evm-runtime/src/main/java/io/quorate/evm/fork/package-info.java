/** The named rule sets of Ethereum and the schedule that says which block follows which. */
package io.quorate.evm.fork;
