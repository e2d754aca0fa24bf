/** A replica's inputs, kept so that its run can be repeated elsewhere: without its keys, its disk or its peers. */
package io.quorate.bft.recording;
