package dev.glint.function;

/**
 * The contract of the functions with every S3 server. Each server has a class of tests. An override asserts a known error of that
 * server, so it fails once the server is fixed.
 */
interface ImageFunctionsContract
        extends AddContract,
                DeclaredContract,
                ExclusiveContract,
                ReadContract,
                PresignContract,
                LocationContract,
                DigestsContract,
                FormatContract,
                CompressedContract,
                ChecksumsContract,
                SignatureContract,
                SinglePutContract,
                SignedPutContract {}
