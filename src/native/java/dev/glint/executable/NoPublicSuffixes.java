package dev.glint.executable;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.List;
import org.apache.http.conn.util.PublicSuffixMatcher;
import org.apache.http.conn.util.PublicSuffixMatcherLoader;

/**
 * Takes the list of all public suffixes away, which every client of Apache's would read when it is made: nearly half of the first
 * request. It is of use to cookies, and there are none.
 */
@TargetClass(PublicSuffixMatcherLoader.class)
final class NoPublicSuffixes {

    private NoPublicSuffixes() {}

    @Substitute
    static PublicSuffixMatcher getDefault() {
        return new PublicSuffixMatcher(List.of(), null);
    }
}
