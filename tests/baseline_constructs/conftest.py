"""jsii must find the venv's Node before aws_cdk is imported."""

from baseline.node import use_bundled_node

use_bundled_node()
