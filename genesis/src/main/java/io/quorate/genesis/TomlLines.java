package io.quorate.genesis;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line on which a section or key of a TOML text starts: the parser keeps no places. It knows the
 * notation that our files use; for another one it answers 1.
 */
final class TomlLines {
    private static final Pattern SECTION = Pattern.compile("\\s*\\[\\s*([\\w.-]+)\\s*].*");
    private static final Pattern KEY = Pattern.compile("\\s*([\\w.-]+)\\s*=.*");

    private final Map<String, Integer> lines;

    private TomlLines(Map<String, Integer> lines) {
        this.lines = lines;
    }

    static TomlLines of(String text) {
        Map<String, Integer> lines = new HashMap<>();
        String prefix = "";
        int line = 0;
        for (String content : text.lines().toList()) {
            line++;
            Matcher section = SECTION.matcher(content);
            Matcher key = KEY.matcher(content);
            if (section.matches()) {
                lines.putIfAbsent(section.group(1), line);
                prefix = section.group(1) + ".";
            } else if (key.matches()) {
                lines.putIfAbsent(prefix + key.group(1), line);
            }
        }
        return new TomlLines(lines);
    }

    int lineOf(String path) {
        return lines.getOrDefault(path, 1);
    }
}
