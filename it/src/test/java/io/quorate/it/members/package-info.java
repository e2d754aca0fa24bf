/** Members and their votes, driven from outside on a running network. */
package io.quorate.it.members;
