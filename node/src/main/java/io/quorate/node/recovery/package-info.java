/**
 * The ceremony by which operators go on when fewer than a quorum of ordering logs are left: what replicas stand at, the
 * record that ends the epoch there, its signatures, and the folder that keeps all of it. Entry points: {@link
 * io.quorate.node.recovery.Proposal}, {@link io.quorate.node.recovery.RecoveryFolder}.
 */
package io.quorate.node.recovery;
