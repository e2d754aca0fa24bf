package io.quorate.node.access;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.jsonrpc.AccessLog;
import io.quorate.node.OperatorException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes a JSON object a line. A file ends after a day or 64 MiB, and the last 90 days' are kept, in 4 GiB at most. */
public final class AccessLogFile implements AccessLog, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LoggerContext context = new LoggerContext();
    private final RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    private final Logger logger;

    /** Fails with {@link OperatorException} if {@code file} cannot be written. */
    public AccessLogFile(Path file) {
        context.setMDCAdapter(new LogbackMDCAdapter()); // or nothing can be appended
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern("%msg%n");
        encoder.start();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(file + ".%d{yyyy-MM-dd}.%i.gz");
        policy.setMaxFileSize(FileSize.valueOf("64MB"));
        policy.setMaxHistory(90);
        policy.setTotalSizeCap(FileSize.valueOf("4GB"));
        policy.start();
        appender.setRollingPolicy(policy);
        appender.start();
        logger = context.getLogger("access");
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(appender);
        if (!Files.isWritable(file)) {
            throw new OperatorException("The access log " + file
                    + " cannot be written; log.file in the access file names it.");
        }
    }

    @Override
    public void answered(Entry entry) {
        logger.info("{}", JSON.createObjectNode()
                .put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("identity", entry.identity())
                .put("remote", entry.remote()).put("method", entry.method())
                .put("target", entry.target()).put("block", entry.block())
                .put("code", entry.code()).put("micros", entry.micros()));
    }

    @Override
    public void close() {
        context.stop();
    }
}
