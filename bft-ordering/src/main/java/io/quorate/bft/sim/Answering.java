package io.quorate.bft.sim;

/** From when on a replica answers its clients. */
enum Answering {
    /** What is executed and durable: the product. */
    DURABLE,
    /** What is decided and handed over, also before it is executed: wrong. */
    DECIDED,
    /** What is proposed and accepted too: wrong. */
    PROPOSED
}
