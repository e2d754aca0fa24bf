/** Who may call a replica, driven from outside. */
package io.quorate.it.access;
