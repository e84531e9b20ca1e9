module dev.beamflink/boot

go 1.26.0

tool github.com/apache/beam/sdks/v2/python/container

require (
	github.com/apache/beam/sdks/v2 v2.73.0 // indirect
	github.com/golang-cz/devslog v0.0.15 // indirect
	golang.org/x/net v0.50.0 // indirect
	golang.org/x/sys v0.41.0 // indirect
	golang.org/x/text v0.34.0 // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20251202230838-ff82c1b0f217 // indirect
	google.golang.org/grpc v1.79.3 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
)
