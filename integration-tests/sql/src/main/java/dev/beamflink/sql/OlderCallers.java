package dev.beamflink.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.apache.beam.sdk.schemas.NoSuchSchemaException;

/**
 * Lets code that was compiled against Beam 2.71 run on the core of 2.73.
 *
 * <p>In between, {@code Schema.FieldType.getNullable()} came to return a {@code boolean} in place
 * of a {@code Boolean}, which for the JVM is another method. Beam SQL is not published after 2.71
 * and asks for the old one, whatever the runner; nothing else of it is missing. Here the class gets
 * both.
 */
public final class OlderCallers {

  private static final String FIELD_TYPE = "org/apache/beam/sdk/schemas/Schema$FieldType";
  private static final String GETTER = "getNullable";
  private static final String NEW = "()Z";
  private static final String OLD = "()Ljava/lang/Boolean;";

  private OlderCallers() {}

  /**
   * Adds the old method. Call it before anything else of the test loads the class; fails if it is
   * too late.
   */
  public static void serve() {
    try {
      // Any class of the package gives the right to define another one in it.
      MethodHandles.privateLookupIn(NoSuchSchemaException.class, MethodHandles.lookup())
          .defineClass(withOldGetter());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Cannot define " + FIELD_TYPE, e);
    }
  }

  private static byte[] withOldGetter() {
    ClassReader reader = read();
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitEnd() {
            addOldGetter(writer);
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }

  private static void addOldGetter(ClassWriter writer) {
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC,
            GETTER,
            OLD,
            null,
            null);
    method.visitCode();
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, FIELD_TYPE, GETTER, NEW, false);
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC, "java/lang/Boolean", "valueOf", "(Z)Ljava/lang/Boolean;", false);
    method.visitInsn(Opcodes.ARETURN);
    method.visitMaxs(1, 1);
    method.visitEnd();
  }

  private static ClassReader read() {
    String file = "/" + FIELD_TYPE + ".class";
    try (InputStream bytes = NoSuchSchemaException.class.getResourceAsStream(file)) {
      return new ClassReader(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
