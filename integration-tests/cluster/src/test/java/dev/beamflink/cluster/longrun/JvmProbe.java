package dev.beamflink.cluster.longrun;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Reads the memory of another JVM of this machine and user, by JMX. Owned by who closes it. */
final class JvmProbe implements AutoCloseable {
  private static final String METASPACE = "Metaspace";
  private static final String DIAGNOSTIC_COMMANDS = "com.sun.management:type=DiagnosticCommand";

  /** Flink's class loader of a job; there is one, with another name, for each order of look-up. */
  private static final Pattern JOB_CLASS_LOADER =
      Pattern.compile(
          " (\\d+) +\\d+ +org\\.apache\\.flink\\.util\\.(?:ChildFirstClassLoader|"
              + "FlinkUserCodeClassLoaders\\$ParentFirstClassLoader)(?=\\s)");

  private final JMXConnector connector;
  private final MBeanServerConnection server;

  private JvmProbe(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.server = connector.getMBeanServerConnection();
  }

  /** Connects to a process. */
  @SuppressWarnings("BanJNDI") // The address comes from a process of our own on this machine
  static JvmProbe of(ProcessHandle process) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
      try {
        String address = machine.startLocalManagementAgent();
        return new JvmProbe(JMXConnectorFactory.connect(new JMXServiceURL(address)));
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("Process %d can't be looked into".formatted(process.pid()), e);
    }
  }

  /** Has all garbage collected, and reads what is left. */
  JvmReading read() throws IOException {
    MemoryMXBean memory = ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class);
    memory.gc();
    long jobClassLoaders = jobClassLoaders();
    return new JvmReading(
        memory.getHeapMemoryUsage().getUsed(),
        metaspace(),
        ManagementFactory.getPlatformMXBean(server, ClassLoadingMXBean.class).getLoadedClassCount(),
        jobClassLoaders);
  }

  private long metaspace() throws IOException {
    return ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals(METASPACE))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .findAny()
        .orElseThrow(() -> new IOException("The JVM has no pool named " + METASPACE));
  }

  /** Counts in the histogram of live objects, whose making collects garbage once more. */
  private long jobClassLoaders() throws IOException {
    try {
      Object histogram =
          server.invoke(
              new ObjectName(DIAGNOSTIC_COMMANDS),
              "gcClassHistogram",
              new Object[] {new String[0]},
              new String[] {String[].class.getName()});
      Matcher line = JOB_CLASS_LOADER.matcher((String) histogram);
      long count = 0;
      while (line.find()) {
        count += Long.parseLong(line.group(1));
      }
      return count;
    } catch (JMException e) {
      throw new IOException("The JVM does not count its objects", e);
    }
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
