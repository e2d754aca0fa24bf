/** What operators do to a network that runs, as docs/operating.md and docs/network-file.md tell it. */
package io.quorate.it.operate;
