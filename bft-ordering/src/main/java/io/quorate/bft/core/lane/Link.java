package io.quorate.bft.core.lane;

import io.quorate.bft.Digest;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.BatchHeader;
import io.quorate.bft.core.message.MessageCodec;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/**
 * One place in a lane's chain.
 *
 * @param digest the header's hash
 * @param body absent where it is not needed: the header alone says what follows on what
 */
public record Link(BatchHeader header, Digest digest, Optional<Bytes> body) {
    static Link of(BatchHeader header, Optional<Bytes> body, Function<Bytes, Digest> hash) {
        return new Link(header, hash.apply(MessageCodec.content(header)), body);
    }

    public static Link of(Batch batch, Function<Bytes, Digest> hash) {
        BatchHeader header = new BatchHeader(batch.author(), batch.laneSeq(), batch.prev(),
                batch.body().size(), hash.apply(batch.body()));
        return of(header, Optional.of(batch.body()), hash);
    }

    Link withoutBody() {
        return new Link(header, digest, Optional.empty());
    }
}
