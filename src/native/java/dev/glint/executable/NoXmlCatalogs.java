package dev.glint.executable;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.net.URI;
import javax.xml.catalog.CatalogFeatures;
import javax.xml.catalog.CatalogManager;
import javax.xml.catalog.CatalogResolver;

/**
 * Takes XML catalogs away, and with them the validating parsers that read catalogs. S3's answers name none, and the SDK reads no
 * document type.
 */
@TargetClass(CatalogManager.class)
final class NoXmlCatalogs {

    private NoXmlCatalogs() {}

    @Substitute
    static CatalogResolver catalogResolver(CatalogFeatures features, URI... uris) {
        throw new UnsupportedOperationException("There are no XML catalogs.");
    }
}
