package io.quorate.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * Sends the log to the standard error stream, one line an event. Found by logback as a service, which
 * costs less at start than its XML configuration.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** What {@code --log-level} allows, from quiet to loud. */
    public static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

    /** What {@code --log-format} allows. */
    public static final List<String> FORMATS = List.of("text", "json");

    private static final String APPENDER = "stderr";
    private static final List<String> LOUD = List.of("io.netty", "io.vertx");

    /** Fails with {@link OperatorException} unless {@code level} is one of {@link #LEVELS}. */
    public static void useLevel(String level) {
        String lower = level.toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(lower)) {
            throw new OperatorException("--log-level: '" + level + "' is not one of "
                    + String.join(", ", LEVELS) + ".");
        }
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.toLevel(lower));
        }
    }

    /** While it runs: of the loggers with these names, or of all; {@code level} as logback names levels. */
    static boolean change(String level, List<String> loggers) {
        Level wanted = Level.toLevel(level, null);
        if (wanted == null) return false;
        List<String> names = loggers.isEmpty() ? List.of(Logger.ROOT_LOGGER_NAME) : loggers;
        for (String name : names) {
            if (!(LoggerFactory.getLogger(name) instanceof Logger logger)) return false;
            logger.setLevel(wanted);
        }
        return true;
    }

    /** {@code text}, or {@code json}: from now on an object a line. Fails with {@link OperatorException} for anything else. */
    public static void useFormat(String format) {
        String lower = format.toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(lower)) {
            throw new OperatorException("--log-format: '" + format + "' is not one of "
                    + String.join(", ", FORMATS) + ".");
        }
        if (lower.equals("json")
                && LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root
                && root.getAppender(APPENDER) instanceof ConsoleAppender<ILoggingEvent> appender) {
            appender.setEncoder(json(root.getLoggerContext()));
        }
    }

    /** Fields of a line, where it has any, stand behind its message. */
    static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} %msg"
                + "%replace( %kvp{NONE}){'^ $', ''}%n");
        encoder.start();
        return encoder;
    }

    /** Logback's own form, without what says nothing here. */
    static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMDC(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName(APPENDER);
        appender.setTarget("System.err");
        appender.setEncoder(text(context));
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        LOUD.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
