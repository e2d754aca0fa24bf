/**
 * What a benchmark leaves for somebody to read and compare: {@code results.json}, and {@code report.html} made of nothing but
 * it. Entry point: {@link io.quorate.node.bench.report.BenchResults}. The page loads nothing from anywhere.
 */
package io.quorate.node.bench.report;
