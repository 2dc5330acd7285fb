/* SPDX-License-Identifier: MIT */
/* Message IDs of the journal; their texts are in systemd/catalog/practiced.catalog. */
#pragma once

#define MESSAGE_READY	       "7c487f3183344a95b41f00e1532c37fe"
#define MESSAGE_CONFIG_BAD     "71f5f84be0c94f58a597145427dc518c"
#define MESSAGE_STORE_BAD      "5b4cc5bf198b4f0db7cfd378c6a0c7e4"
#define MESSAGE_SANDBOX_UNSAFE "53b7633761e942a8b6762e60969613c6"
#define MESSAGE_SANDBOX_NONE   "b410f188458744fea04e8c202bce184a"
#define MESSAGE_RELOADED       "aa546bdc75df47d0a298dc9d6a17a429"
#define MESSAGE_LESSON_BAD     "b1e44f31efbb42eebc0726d1b1d9a0c9"
#define MESSAGE_RUNNER_ENDED   "0ce7d7764a214f8b82924583cbbbe5cd"
#define MESSAGE_RECOVERED      "1eb2eabfced049999d12538ed19fc41c"
#define MESSAGE_GRADED	       "b7162ed985df4367b422d4acc3ec87bc"
#define MESSAGE_GENERATOR_BAD  "27d1bc9a9f1449adaabaee0d9fb9f7f1"
#define MESSAGE_JUDGE_BAD      "f757bab326724fe38f3d9198c356576e"
#define MESSAGE_INTERNAL       "f0daa53c5bac4b8bab5e287f771a395a"
