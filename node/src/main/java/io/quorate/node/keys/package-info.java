/** What {@code quorate keys} does: makes keys, tells what they are, writes them anew, copies them. */
package io.quorate.node.keys;
