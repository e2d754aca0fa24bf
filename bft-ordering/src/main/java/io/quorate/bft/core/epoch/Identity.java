package io.quorate.bft.core.epoch;

import io.quorate.bft.MemberId;
import org.apache.tuweni.bytes.Bytes;

/**
 * Who a process is, whether or not an epoch has it as a member.
 *
 * @param incarnation of its log, drawn at random when the log was made
 */
public record Identity(MemberId id, Bytes incarnation) {}
