package io.quorate.state;

import java.util.Arrays;

/**
 * A stack of 64-bit words that can also be read and written at any place below its top. It is kept in pages: to
 * grow moves nothing but a small first page, and never needs the old array and the new one at a time. Mutable, for
 * one owner.
 */
final class PagedLongs {
    private static final int PAGE_BITS = 10;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_SIZE - 1;
    private static final int FIRST_SIZE = 64; // most transactions need no more

    private long[][] pages = new long[4][];
    private int size;

    int size() {
        return size;
    }

    void push(long word) {
        int page = size >>> PAGE_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, 2 * page);
        }
        if (pages[page] == null) {
            pages[page] = new long[page == 0 ? FIRST_SIZE : PAGE_SIZE];
        } else if (size == pages[0].length && page == 0) {
            pages[0] = Arrays.copyOf(pages[0], 2 * size);
        }
        pages[page][size & PAGE_MASK] = word;
        size = Math.incrementExact(size);
    }

    long pop() {
        size--;
        return get(size);
    }

    long get(int index) {
        return pages[index >>> PAGE_BITS][index & PAGE_MASK];
    }

    void set(int index, long word) {
        pages[index >>> PAGE_BITS][index & PAGE_MASK] = word;
    }

    /** Keeps one page, which is enough for most transactions. */
    void clear() {
        if (size > PAGE_SIZE) {
            pages = new long[][]{pages[0], null, null, null};
        }
        size = 0;
    }
}
