/** Genesis files and the layout of a whole network. */
package io.quorate.genesis;
