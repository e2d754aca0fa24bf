/**
 * Exercises for people who learn Quorate: what each one's folder holds at first, and how a checker sees at the running
 * network and at the files what was done. Only the command line uses it; no replica does.
 */
package io.quorate.node.lab;
