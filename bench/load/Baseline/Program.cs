#pragma warning disable RS0030 // A console program: its figures go to standard output, where run.sh reads them.
using System.Runtime;
using System.Runtime.InteropServices;
using Switchboard.Bench.Load.Baseline;

var verb = args.Length > 0 ? args[0] : "";
var options = new Arguments(args.Skip(1));
var output = Console.Out;
switch (verb)
{
    case "relay":
        await Server.RunAsync(options, Relay.To(new Uri(options.Text("upstream"))), output);
        return 0;
    case "endpoint":
        await Server.RunAsync(options, FixedAnswer.Answer, output);
        return 0;
    case "upstream":
        using (var wheel = new Wheel(options.Number("interval", 20)))
        {
            await Server.RunAsync(options, new Upstream(options.Number("frames", 54), wheel).Answer, output);
        }

        return 0;
    case "dead":
        await Server.RunAsync(options, new DeadVendor().Answer, output);
        return 0;
    case "streams":
        return await StreamRun.RunAsync(options, output);
    case "soak":
        return await SoakRun.RunAsync(options, output);
    case "burst":
        return await BurstRun.RunAsync(options, output);
    case "ports":
        await output.WriteLineAsync(string.Join(' ', FreePorts.Take(options.Number("count", 1))));
        return 0;
    case "about":
        await output.WriteLineAsync($"{RuntimeInformation.FrameworkDescription}, server GC {GCSettings.IsServerGC}");
        return 0;
    default:
        await Console.Error.WriteLineAsync("verbs: relay endpoint upstream dead streams soak burst ports about");
        return 2;
}
