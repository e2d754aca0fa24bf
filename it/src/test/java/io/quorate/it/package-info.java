/** Tests over the assembled product: it is started from outside, as a person would. */
package io.quorate.it;
