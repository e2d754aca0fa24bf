/**
 * {@code quorate doctor}: collects what several replicas and their folders say, and judges it. Collectors ask and read,
 * {@link io.quorate.node.doctor.Diagnosis} is a pure function from {@link io.quorate.node.doctor.Facts} to a {@link
 * io.quorate.node.doctor.Report}, so each code is tried in tables.
 */
package io.quorate.node.doctor;
