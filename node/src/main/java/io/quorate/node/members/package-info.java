/** Members, their nodes and their votes, as tools read and ask for them; {@link io.quorate.node.members.SystemCall} makes the calls. */
package io.quorate.node.members;
