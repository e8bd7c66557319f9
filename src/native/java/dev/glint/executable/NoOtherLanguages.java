package dev.glint.executable;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.List;
import software.amazon.awssdk.core.internal.useragent.UserAgentLangValues;

/** Keeps the SDK from looking for Scala and Kotlin. There is neither in an executable, and it takes two exceptions to find out. */
@TargetClass(UserAgentLangValues.class)
final class NoOtherLanguages {

    private NoOtherLanguages() {}

    @Substitute
    static List<String> getAdditionalJvmLanguages() {
        return List.of();
    }
}
