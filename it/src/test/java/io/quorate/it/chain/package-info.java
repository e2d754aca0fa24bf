/** Whole chains as files: import, export and serving without ordering. Tests only. */
package io.quorate.it.chain;
