import Yams
import Mustache
import Crypto
