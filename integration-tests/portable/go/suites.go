// Package suites keeps the tests of the Go SDK that scripts/portable-tests runs among the requirements.
package suites

import (
	_ "github.com/apache/beam/sdks/v2/go/test/integration/primitives"
	_ "github.com/apache/beam/sdks/v2/go/test/integration/synthetic"
	_ "github.com/apache/beam/sdks/v2/go/test/integration/wordcount"
	_ "github.com/apache/beam/sdks/v2/go/test/integration/xlang"
	_ "github.com/apache/beam/sdks/v2/go/test/regression"
)
