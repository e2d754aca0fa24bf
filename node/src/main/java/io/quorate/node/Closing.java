package io.quorate.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, last first, and goes on where one step fails. Owned by one thread at a time. */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        synchronized (opened) {
            opened.push(resource);
        }
        return resource;
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable next;
            synchronized (opened) {
                if (opened.isEmpty()) return;
                next = opened.pop();
            }
            try {
                next.close();
            } catch (Exception e) { // outermost: what remains must be closed too
                LOG.error("could not be closed resource={}", next.getClass().getSimpleName(), e);
            }
        }
    }
}
