"""Does with other Python clients of S3 what Glint does, and times it.

usage: peers.py glance_store|boto3 endpoint add|get-size|presign count [source]

Prints the CPU seconds and the seconds of the calls. The imports do not count; of several calls, the first does not.
"""

import logging
import sys
import time
import urllib.request
import uuid

BUCKET, KEYS, REGION = "bucket", ("access", "secret"), "us-east-1"


class GlanceStore:
    def __init__(self, endpoint):
        import glance_store
        from glance_store._drivers import s3
        from glance_store.location import Location
        from oslo_config import cfg

        logging.disable(logging.CRITICAL)
        conf = cfg.ConfigOpts()
        glance_store.register_opts(conf)
        conf(args=[])
        options = {"host": endpoint, "access_key": KEYS[0], "secret_key": KEYS[1], "bucket": BUCKET}
        options["bucket_url_format"] = "path"
        for name, value in options.items():
            conf.set_override("s3_store_" + name, value, group="glance_store")
        self.store = s3.Store(conf)
        self.store.configure()
        location = f"s3://{':'.join(KEYS)}@{endpoint.split('://')[1]}/{BUCKET}/zeros-1048576"
        self.location = Location("s3", s3.StoreLocation, conf, uri=location)

    def add(self, image, size):
        self.store.add(str(uuid.uuid4()), image, size, "sha512")

    def get_size(self):
        assert self.store.get_size(self.location) == 1048576


class Boto3:
    def __init__(self, endpoint):
        import boto3
        from botocore.config import Config

        self.s3 = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name=REGION,
            aws_access_key_id=KEYS[0],
            aws_secret_access_key=KEYS[1],
            config=Config(s3={"addressing_style": "path"}, signature_version="s3v4"),
        )

    def add(self, image, size):
        self.s3.upload_fileobj(image, BUCKET, "image")

    def get_size(self):
        assert self.s3.head_object(Bucket=BUCKET, Key="zeros-1048576")["ContentLength"] == 1048576

    def presign(self):
        self.s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "zeros-1048576"})


def main(peer, endpoint, operation, count, source=None):
    store = {"glance_store": GlanceStore, "boto3": Boto3}[peer](endpoint)

    def add():
        with urllib.request.urlopen(source) as image:
            store.add(image, int(image.headers["Content-Length"]))

    call = {"add": add, "get-size": store.get_size}.get(operation) or store.presign
    if int(count) > 1:
        call()
    cpu, wall = time.process_time(), time.monotonic()
    for _ in range(int(count)):
        call()
    print(time.process_time() - cpu, time.monotonic() - wall)


if __name__ == "__main__":
    main(*sys.argv[1:])
