/** The assembled replica; the only place that wires the modules together. */
package io.quorate.node;
