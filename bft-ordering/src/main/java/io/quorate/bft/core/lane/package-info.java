/**
 * Lanes: items that travel apart from proposals, in hash-linked batches of their authors, and the rules by which a
 * proposal that cites their tips is executed. Pure data and arithmetic; entry points: {@link
 * io.quorate.bft.core.lane.LaneStore} and {@link io.quorate.bft.core.lane.CutExecution}.
 */
package io.quorate.bft.core.lane;
