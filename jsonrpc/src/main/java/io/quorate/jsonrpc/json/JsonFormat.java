package io.quorate.jsonrpc.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads request bodies and writes responses, both within stated bounds. Safe for any thread. */
public final class JsonFormat {
    private static final int NUMBER_LENGTH_MAX = 100;
    private static final int NAME_LENGTH_MAX = 1_000;

    private final JsonMapper mapper;
    private final int batchLengthMax;
    private final int resultBytesMax;

    /** {@code bodyBytesMax} bounds single strings; the body itself is bounded by whoever received it. */
    public JsonFormat(int bodyBytesMax, int nestingMax, int batchLengthMax, int resultBytesMax) {
        JsonFactory factory = new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(nestingMax)
                        .maxNumberLength(NUMBER_LENGTH_MAX).maxNameLength(NAME_LENGTH_MAX)
                        .maxStringLength(bodyBytesMax).maxDocumentLength(bodyBytesMax).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        this.mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();
        this.batchLengthMax = batchLengthMax;
        this.resultBytesMax = resultBytesMax;
    }

    /** Never fails: what cannot be read becomes an {@link JsonRpcRequest.Invalid}. */
    public RequestBody read(byte[] body) {
        JsonNode root;
        try (JsonParser parser = mapper.createParser(body)) {
            root = mapper.readTree(parser);
            if (parser.nextToken() != null) {
                return invalid(ErrorCode.PARSE_ERROR, "parse error: text after the request");
            }
        } catch (JsonProcessingException e) {
            return invalid(ErrorCode.PARSE_ERROR,
                    "parse error: " + shortened(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        if (root == null || root.isMissingNode()) {
            return invalid(ErrorCode.PARSE_ERROR, "parse error: the body is empty");
        }
        if (!root.isArray()) {
            return new RequestBody.Single(request(root));
        }
        if (root.isEmpty()) {
            return invalid(ErrorCode.INVALID_REQUEST, "invalid request: an empty batch");
        }
        if (root.size() > batchLengthMax) {
            return invalid(ErrorCode.INVALID_REQUEST, "invalid request: a batch of " + root.size()
                    + " requests, at most " + batchLengthMax + " are allowed");
        }
        List<JsonRpcRequest> requests = new ArrayList<>(root.size());
        root.forEach(node -> requests.add(request(node)));
        return new RequestBody.Batch(requests);
    }

    private static JsonRpcRequest request(JsonNode node) {
        if (!node.isObject()) {
            return refusal(NullNode.instance, ErrorCode.INVALID_REQUEST,
                    "invalid request: expected an object");
        }
        JsonNode id = node.path("id").isMissingNode() ? NullNode.instance : node.get("id");
        JsonNode version = node.path("jsonrpc");
        if (!version.isTextual()) {
            return refusal(id, ErrorCode.INVALID_REQUEST,
                    "invalid request: \"jsonrpc\" must be \"2.0\"");
        }
        if (!version.textValue().equals("2.0")) {
            return refusal(id, ErrorCode.VERSION_NOT_SUPPORTED,
                    "JSON-RPC version not supported: \"jsonrpc\" must be \"2.0\"");
        }
        if (!node.path("method").isTextual()) {
            return refusal(id, ErrorCode.INVALID_REQUEST,
                    "invalid request: \"method\" must be a string");
        }
        JsonNode params = node.path("params");
        if (params.isObject()) {
            return refusal(id, ErrorCode.INVALID_PARAMS,
                    "invalid params: parameters by name are not supported, send an array");
        }
        if (!params.isArray() && !params.isMissingNode() && !params.isNull()) {
            return refusal(id, ErrorCode.INVALID_REQUEST,
                    "invalid request: \"params\" must be an array");
        }
        return new JsonRpcRequest.Call(node.has("id") ? Optional.of(id) : Optional.empty(),
                node.get("method").textValue(), new Params(params));
    }

    private static RequestBody invalid(int code, String message) {
        return new RequestBody.Single(refusal(NullNode.instance, code, message));
    }

    private static JsonRpcRequest.Invalid refusal(JsonNode id, int code, String message) {
        return new JsonRpcRequest.Invalid(id, new JsonRpcError(code, message));
    }

    /** A response with a result; one with an error instead where the result passes {@code bytesMax}. */
    public byte[] result(JsonNode id, JsonValue result, int bytesMax) {
        try {
            return write(bytesMax, out -> response(out, id, () -> out.value("result", result)));
        } catch (TooLargeException e) {
            return error(id, new JsonRpcError(ErrorCode.LIMIT_EXCEEDED,
                    "the response is larger than " + resultBytesMax + " bytes; ask for less"));
        }
    }

    public byte[] error(JsonNode id, JsonRpcError error) {
        return write(resultBytesMax, out -> response(out, id, () -> {
            out.name("error");
            error.writeTo(out);
        }));
    }

    /** A message that answers no request: {@code {"jsonrpc":"2.0","method":…,"params":…}}. */
    public byte[] notification(String method, JsonValue params) {
        return write(resultBytesMax, out -> {
            out.startObject();
            out.string("jsonrpc", "2.0");
            out.string("method", method);
            out.value("params", params);
            out.endObject();
        });
    }

    public int resultBytesMax() {
        return resultBytesMax;
    }

    private static void response(JsonOut out, JsonNode id, Runnable payload) {
        out.startObject();
        out.string("jsonrpc", "2.0");
        out.name("id");
        try {
            writeId(out.generator(), id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        payload.run();
        out.endObject();
    }

    /** What clients send as ids is written without the machinery for trees. */
    private static void writeId(JsonGenerator generator, JsonNode id) throws IOException {
        if (id.isInt() || id.isLong()) {
            generator.writeNumber(id.longValue());
        } else if (id.isTextual()) {
            generator.writeString(id.textValue());
        } else if (id.isNull()) {
            generator.writeNull();
        } else {
            generator.writeTree(id);
        }
    }

    private byte[] write(int bytesMax, JsonValue value) {
        BoundedBuffer buffer = new BoundedBuffer(bytesMax);
        JsonGenerator generator = null;
        try {
            generator = mapper.createGenerator(buffer);
            value.writeTo(new JsonOut(generator));
            generator.close();
            return buffer.toArray();
        } catch (UncheckedIOException e) {
            throw tooLargeOr(e.getCause());
        } catch (IOException e) {
            throw tooLargeOr(e);
        }
    }

    private static RuntimeException tooLargeOr(IOException e) {
        return e instanceof BoundedBuffer.OverflowException ? new TooLargeException()
                : new UncheckedIOException("writing to memory", e);
    }

    /** The value does not fit its bound. */
    public static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("value too large", null, false, false);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
