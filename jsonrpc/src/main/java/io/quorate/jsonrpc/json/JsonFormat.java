package io.quorate.jsonrpc.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
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
    /** Calls nest 1,024 deep, and each is an object in an array in an object. */
    private static final int WRITTEN_NESTING_MAX = 4_096;

    private final JsonMapper mapper;
    private final int batchLengthMax;
    private final int resultBytesMax;
    private final int nestingMax;
    private final AnswerMemory memory;

    /** {@code bodyBytesMax} bounds single strings; the body itself is bounded by whoever received it. */
    public JsonFormat(int bodyBytesMax, int nestingMax, int batchLengthMax, int resultBytesMax,
            AnswerMemory memory) {
        this.memory = memory;
        this.nestingMax = nestingMax;
        JsonFactory factory = new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(nestingMax)
                        .maxNumberLength(NUMBER_LENGTH_MAX).maxNameLength(NAME_LENGTH_MAX)
                        .maxStringLength(bodyBytesMax).maxDocumentLength(bodyBytesMax).build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(WRITTEN_NESTING_MAX).build())
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
        if (!Utf8.isWellFormed(body)) {
            return invalid(ErrorCode.PARSE_ERROR, "parse error: not JSON in UTF-8");
        }
        JsonNode root;
        try (JsonParser parser = mapper.createParser(body)) {
            root = mapper.readTree(parser);
            if (parser.nextToken() != null) {
                return invalid(ErrorCode.PARSE_ERROR, "parse error: text after the request");
            }
        } catch (StreamConstraintsException _) {
            return invalid(ErrorCode.PARSE_ERROR, "parse error: nested deeper than " + nestingMax
                    + ", or a number or a name that is too long");
        } catch (JsonProcessingException e) { // its words are the library's
            return invalid(ErrorCode.PARSE_ERROR, "parse error at byte "
                    + Math.max(0, e.getLocation() == null ? 0 : e.getLocation().getByteOffset())
                    + ": not JSON in UTF-8, or a name that stands twice in one object");
        } catch (NumberFormatException _) { // an exponent of more digits than a number may have
            return invalid(ErrorCode.PARSE_ERROR, "parse error: a number is too long");
        } catch (IOException _) { // from memory: only for an encoding that is not one
            return invalid(ErrorCode.PARSE_ERROR, "parse error: not JSON in UTF-8");
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
        long minBlock;
        try {
            minBlock = minBlock(node.path("minBlock"));
        } catch (JsonRpcException e) {
            return new JsonRpcRequest.Invalid(id, e.error());
        }
        return new JsonRpcRequest.Call(node.has("id") ? Optional.of(id) : Optional.empty(),
                node.get("method").textValue(), new Params(params), minBlock);
    }

    /** An extension: the last block that the caller knows of, from whichever replica. */
    private static long minBlock(JsonNode node) {
        Param param = new Param(node, "minBlock");
        return param.isAbsent() ? 0 : param.longQuantityOrDecimal();
    }

    private static RequestBody invalid(int code, String message) {
        return new RequestBody.Single(refusal(NullNode.instance, code, message));
    }

    private static JsonRpcRequest.Invalid refusal(JsonNode id, int code, String message) {
        return new JsonRpcRequest.Invalid(id, new JsonRpcError(code, message));
    }

    /**
     * A response with a result. Ends with -32005 where it passes {@code bytesMax}, or where too many other answers wait to
     * be sent. To be released from the {@link AnswerMemory} once it is sent.
     */
    public byte[] result(JsonNode id, JsonValue result, int bytesMax) {
        return write(bytesMax, out -> response(out, id, () -> out.value("result", result)));
    }

    /** The responses to a batch as one body; they are released, it has to be. */
    public byte[] batch(List<byte[]> responses) {
        BoundedBuffer all = new BoundedBuffer(Integer.MAX_VALUE, memory);
        try {
            byte separator = '[';
            for (byte[] response : responses) {
                all.write(separator);
                all.write(response, 0, response.length);
                separator = ',';
            }
            all.write(']');
            return all.take();
        } catch (IOException e) {
            all.discard();
            throw refusal(e);
        } finally {
            responses.forEach(memory::release);
        }
    }

    /** A response with an error; with another one and without id where there is no room for this. Released as a result. */
    public byte[] error(JsonNode id, JsonRpcError error) {
        try {
            return errorOnly(id, error);
        } catch (JsonRpcException e) {
            return errorOnly(NullNode.instance, e.error());
        }
    }

    private byte[] errorOnly(JsonNode id, JsonRpcError error) {
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
        BoundedBuffer buffer = new BoundedBuffer(bytesMax, memory);
        boolean written = false;
        try {
            JsonGenerator generator = mapper.createGenerator(buffer);
            value.writeTo(new JsonOut(generator));
            generator.close();
            written = true;
            return buffer.take();
        } catch (UncheckedIOException e) {
            throw refusal(e.getCause());
        } catch (IOException e) {
            throw refusal(e);
        } finally {
            if (!written) {
                buffer.discard();
            }
        }
    }

    private RuntimeException refusal(IOException e) {
        return switch (e) {
            case BoundedBuffer.OverflowException _ -> new JsonRpcException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the response is larger than " + resultBytesMax + " bytes; ask for less");
            case BoundedBuffer.NoMemoryException _ -> new JsonRpcException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "too many large answers are under way; ask for less, or try again");
            default -> new UncheckedIOException("writing to memory", e);
        };
    }
}
