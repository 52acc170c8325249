using BenchmarkDotNet.Running;
using Switchboard.Benchmarks;

BenchmarkSwitcher.FromTypes([typeof(TranslationBenchmark)]).Run(args, new ShortConfig());
