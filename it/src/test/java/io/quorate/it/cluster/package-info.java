/** Networks of several processes: agreement, crashes and recovery. */
package io.quorate.it.cluster;
