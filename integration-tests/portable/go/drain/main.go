// Drain waits for a job of a job server by its name, and drains it over the Job API.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"strings"
	"time"

	jobpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/jobmanagement_v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
)

func main() {
	endpoint := flag.String("endpoint", "localhost:8099", "host and port of the job server")
	prefix := flag.String("job_prefix", "", "how the job's name begins")
	timeout := flag.Duration("timeout", 5*time.Minute, "how long to wait for the job, and for it to be drained")
	flag.Parse()

	ctx, cancel := context.WithTimeout(context.Background(), *timeout)
	defer cancel()
	state, err := drain(ctx, *endpoint, *prefix)
	if err != nil {
		log.Fatalf("No job %s* was drained: %v", *prefix, err)
	}
	log.Printf("Job %s* is %v", *prefix, state)
}

func drain(ctx context.Context, endpoint, prefix string) (jobpb.JobState_Enum, error) {
	connection, err := grpc.NewClient(endpoint, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return 0, err
	}
	defer connection.Close()
	client := jobpb.NewJobServiceClient(connection)
	id, err := awaitRunning(ctx, client, prefix)
	if err != nil {
		return 0, err
	}
	for {
		_, err := client.Drain(ctx, &jobpb.DrainJobRequest{JobId: id})
		if err == nil {
			return lastState(ctx, client, id)
		}
		// Also as long as not all of its tasks run
		if status.Code(err) != codes.FailedPrecondition {
			return 0, err
		}
		if err := pause(ctx); err != nil {
			return 0, err
		}
	}
}

func awaitRunning(ctx context.Context, client jobpb.JobServiceClient, prefix string) (string, error) {
	for {
		jobs, err := client.GetJobs(ctx, &jobpb.GetJobsRequest{})
		if err != nil {
			return "", err
		}
		for _, job := range jobs.GetJobInfo() {
			if strings.HasPrefix(job.GetJobName(), prefix) && job.GetState() == jobpb.JobState_RUNNING {
				return job.GetJobId(), nil
			}
		}
		if err := pause(ctx); err != nil {
			return "", err
		}
	}
}

func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Second):
		return nil
	}
}

func lastState(ctx context.Context, client jobpb.JobServiceClient, id string) (jobpb.JobState_Enum, error) {
	states, err := client.GetStateStream(ctx, &jobpb.GetJobStateRequest{JobId: id})
	if err != nil {
		return 0, err
	}
	state := jobpb.JobState_UNSPECIFIED
	for state != jobpb.JobState_DRAINED {
		event, err := states.Recv()
		if err != nil {
			return state, fmt.Errorf("last state %v: %w", state, err)
		}
		state = event.GetState()
	}
	return state, nil
}
